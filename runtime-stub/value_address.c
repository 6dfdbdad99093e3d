#include <arpa/inet.h>
#include <string.h>

#include "json.h"
#include "text.h"
#include "value.h"

static void inet_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct abi_inet inet;
	char text[INET6_ADDRSTRLEN];
	(void)rt;
	if (value->size < sizeof(inet))
		return;
	memcpy(&inet, value->data, sizeof(inet));
	if (inet_ntop((int)inet.family, inet.address, text, sizeof(text)))
		rt_text_add_string(out, text);
}

const struct rt_value_ops rt_value_inet = {
	.name = "address",
	.text = inet_text,
	.json = rt_json_of_text,
};

static void mac_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	static const char digits[] = "0123456789ABCDEF";
	(void)rt;
	for (size_t i = 0; i < value->size; i++) {
		if (i)
			rt_text_add_char(out, ':');
		rt_text_add_char(out, digits[value->data[i] >> 4]);
		rt_text_add_char(out, digits[value->data[i] & 15]);
	}
}

const struct rt_value_ops rt_value_mac = {
	.name = "MAC address",
	.text = mac_text,
	.json = rt_json_of_text,
};
