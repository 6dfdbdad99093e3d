/*
 * Functions of C++ for probes by their names in C++, and with types that C does not have.
 */
namespace geometry {

class shape {
public:
	int id;
	virtual ~shape() {}
	virtual int corners() const = 0;
};

class box : public shape {
public:
	int width, height;
	box(int n, int w, int h) : width(w), height(h) { id = n; }
	int corners() const override;
	int area(int times) const;
	static int count(const box &one, const box *other);
};

/* Not to be copied bit by bit: passed by its address. */
struct owner {
	int value;
	int *copies;
	owner(int v, int *c) : value(v), copies(c) {}
	owner(const owner &from) : value(from.value + 1), copies(from.copies) { ++*copies; }
	~owner() {}
};

enum class color : unsigned char { red = 1, green = 2 };

#define TRACED __attribute__((noinline, used))

TRACED int box::corners() const
{
	asm volatile("" ::"r"(this) : "memory");
	return 4;
}

TRACED int box::area(int times) const
{
	asm volatile("" ::"r"(times) : "memory");
	return width * height * times;
}

TRACED int box::count(const box &one, const box *other)
{
	asm volatile("" ::"r"(&one), "r"(other) : "memory");
	return one.id + other->id;
}

TRACED int scale(int by)
{
	asm volatile("" ::"r"(by) : "memory");
	return by;
}

TRACED int scale(color c, bool twice)
{
	asm volatile("" ::"r"(c), "r"(twice) : "memory");
	return twice ? 2 : 1;
}

TRACED int keep(owner it, int more)
{
	asm volatile("" ::"r"(&it), "r"(more) : "memory");
	return it.value + more;
}

} // namespace geometry

/* A line with code of its own in one function, told by its text. */
extern "C" __attribute__((noinline, used)) int numbered(int n)
{
	int sum = 0;
	for (int i = 0; i < n; i++) {
		asm volatile("" : "+r"(sum) : : "memory"); // line: sum
		sum += i * n;
	}
	return sum;
}

int main()
{
	int copies = 0;
	geometry::box one(7, 3, 4), other(8, 5, 6);
	geometry::owner owner(40, &copies);
	geometry::shape *shape = &other;
	int sum = one.area(2) + geometry::box::count(one, &other) + geometry::scale(9) +
		  geometry::scale(geometry::color::green, true) + geometry::keep(owner, 2) +
		  shape->corners() + numbered(3);
	return sum > 0 && copies == 1 ? 0 : 1;
}

/* What the language asks of a library, which this program does without. */
void operator delete(void *, unsigned long) noexcept {}
void operator delete(void *) noexcept {}
extern "C" void __cxa_pure_virtual() { __builtin_trap(); }
