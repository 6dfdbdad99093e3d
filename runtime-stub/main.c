/* The main of every executable: its tables are in the generated `tool_entry`. */
#include "abi.h"

int main(int argc, char **argv)
{
	return tool_entry.run(&tool_entry, argc, argv);
}
