# Functions behind CMakeLists.txt. A new .c file in a folder is found by itself.
#
# Build types: Debug (the default, what the tests run) is -O1 with ASan and
# UBSan; Release is -O2. CMake's own flags per type are replaced by these.
if(NOT CMAKE_BUILD_TYPE)
	set(CMAKE_BUILD_TYPE Debug CACHE STRING "Debug or Release" FORCE)
endif()
foreach(type DEBUG RELEASE RELWITHDEBINFO MINSIZEREL)
	set(CMAKE_C_FLAGS_${type} "")
endforeach()

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(TRACEC_SANITIZE -fsanitize=address,undefined -fno-sanitize-recover=undefined
	-fno-omit-frame-pointer)
set(TRACEC_COMMON_FLAGS
	-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
	"-ffile-prefix-map=${CMAKE_CURRENT_SOURCE_DIR}/=")
set(TRACEC_HOST_FLAGS
	$<$<CONFIG:Debug>:-O1> $<$<CONFIG:Debug>:-g> "$<$<CONFIG:Debug>:${TRACEC_SANITIZE}>"
	$<$<CONFIG:Release>:-O2>)
# Sections let the linker drop what a tool does not reach.
set(TRACEC_STUB_FLAGS -Os -ffunction-sections -fdata-sections
	-fno-asynchronous-unwind-tables -fno-unwind-tables)

# Writes the sources that match the patterns into var; one empty file if there are none yet.
function(tracec_sources var)
	file(GLOB_RECURSE found CONFIGURE_DEPENDS ${ARGN})
	if(NOT found)
		set(found ${CMAKE_BINARY_DIR}/empty.c)
		file(CONFIGURE OUTPUT ${found} CONTENT "typedef int no_source_yet;\n")
	endif()
	set(${var} ${found} PARENT_SCOPE)
endfunction()

function(tracec_common target)
	target_compile_options(${target} PRIVATE ${TRACEC_COMMON_FLAGS})
	if(TRACEC_WERROR)
		target_compile_options(${target} PRIVATE -Werror)
	endif()
	target_compile_definitions(${target} PRIVATE
		_GNU_SOURCE TRACEC_VERSION="${PROJECT_VERSION}")
endfunction()

function(tracec_host target)
	tracec_common(${target})
	target_compile_options(${target} PRIVATE "${TRACEC_HOST_FLAGS}")
	target_link_options(${target} PUBLIC "$<$<CONFIG:Debug>:${TRACEC_SANITIZE}>" -Wl,--as-needed)
endfunction()

# tracec_library(folder [folder or system library]...): compiler/<folder> as tracec_<folder>.
function(tracec_library folder)
	tracec_sources(sources ${CMAKE_CURRENT_SOURCE_DIR}/compiler/${folder}/*.c)
	add_library(tracec_${folder} STATIC ${sources})
	tracec_host(tracec_${folder})
	target_include_directories(tracec_${folder} PUBLIC
		${CMAKE_CURRENT_SOURCE_DIR}/compiler ${CMAKE_CURRENT_SOURCE_DIR}/skeleton)
	foreach(needed ${ARGN})
		if(TARGET tracec_${needed})
			set(needed tracec_${needed})
		endif()
		target_link_libraries(tracec_${folder} PUBLIC ${needed})
	endforeach()
endfunction()

# skeleton/*.c: host code that compiler and stub share; the stub compiles it into its own archive.
function(tracec_skeleton)
	tracec_sources(sources ${CMAKE_CURRENT_SOURCE_DIR}/skeleton/*.c)
	add_library(tracec_skeleton STATIC ${sources})
	tracec_host(tracec_skeleton)
	target_include_directories(tracec_skeleton PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/skeleton)
	target_link_libraries(tracec_skeleton PUBLIC bpf elf z)
endfunction()

# The executable, once its main file exists.
function(tracec_program main)
	file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${main})
	if(found)
		add_executable(tracec ${found})
		tracec_host(tracec)
		target_link_libraries(tracec PRIVATE tracec_commands)
		install(TARGETS tracec RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
	endif()
endfunction()

# runtime-stub/ as an archive. The shipped one has the same flags in every build
# type and no sanitizer, because tools are linked from it statically.
function(tracec_stub target)
	tracec_sources(sources ${CMAKE_CURRENT_SOURCE_DIR}/runtime-stub/*.c
		${CMAKE_CURRENT_SOURCE_DIR}/skeleton/*.c)
	add_library(${target} STATIC ${sources})
	tracec_common(${target})
	target_include_directories(${target} PUBLIC
		${CMAKE_CURRENT_SOURCE_DIR}/runtime-stub ${CMAKE_CURRENT_SOURCE_DIR}/skeleton)
	if(target STREQUAL "tracec_stub")
		target_compile_options(${target} PRIVATE ${TRACEC_STUB_FLAGS})
		set_target_properties(${target} PROPERTIES
			OUTPUT_NAME tracec-stub
			ARCHIVE_OUTPUT_DIRECTORY ${TRACEC_PARTS})
		install(TARGETS ${target} ARCHIVE DESTINATION lib/tracec)
	else()
		target_compile_options(${target} PRIVATE -O1 -g ${TRACEC_SANITIZE})
		target_link_options(${target} PUBLIC ${TRACEC_SANITIZE})
		target_link_libraries(${target} PUBLIC bpf elf z lzma iberty)
		set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL TRUE)
	endif()
endfunction()

# tracec_cross_stub(name triplet): the stub once more, for tools of another machine, where its compiler and
# libraries are (the section cross-<name> of packages.txt).
function(tracec_cross_stub name triplet)
	find_program(TRACEC_CC_${name} ${triplet}-gcc)
	find_program(TRACEC_AR_${name} ${triplet}-gcc-ar)
	find_file(TRACEC_LIBRARY_${name} libbpf.a PATHS /usr/lib/${triplet} NO_DEFAULT_PATH)
	if(NOT TRACEC_CC_${name} OR NOT TRACEC_AR_${name} OR NOT TRACEC_LIBRARY_${name})
		return()
	endif()
	set(directory ${TRACEC_PARTS}/${name})
	set(objects_directory ${CMAKE_BINARY_DIR}/cross/${name})
	file(MAKE_DIRECTORY ${directory} ${objects_directory})
	tracec_sources(sources ${CMAKE_CURRENT_SOURCE_DIR}/runtime-stub/*.c
		${CMAKE_CURRENT_SOURCE_DIR}/skeleton/*.c)
	foreach(source ${sources})
		cmake_path(GET source STEM stem)
		set(object ${objects_directory}/${stem}.o)
		add_custom_command(OUTPUT ${object}
			COMMAND ${CMAKE_C_COMPILER_LAUNCHER} ${TRACEC_CC_${name}} -std=gnu11
				${TRACEC_COMMON_FLAGS} ${TRACEC_STUB_FLAGS} -D_GNU_SOURCE
				-DTRACEC_VERSION="${PROJECT_VERSION}"
				-I${CMAKE_CURRENT_SOURCE_DIR}/runtime-stub -I${CMAKE_CURRENT_SOURCE_DIR}/skeleton
				-MD -MF ${object}.d -c ${source} -o ${object}
			DEPENDS ${source} DEPFILE ${object}.d VERBATIM
			COMMENT "Building ${stem}.o for ${name}")
		list(APPEND objects ${object})
	endforeach()
	add_custom_command(OUTPUT ${directory}/libtracec-stub.a
		COMMAND ${CMAKE_COMMAND} -E rm -f ${directory}/libtracec-stub.a
		COMMAND ${TRACEC_AR_${name}} Dcr ${directory}/libtracec-stub.a ${objects}
		DEPENDS ${objects} VERBATIM COMMENT "Linking the stub for ${name}")
	add_custom_target(tracec_stub_${name} ALL DEPENDS ${directory}/libtracec-stub.a)
	install(FILES ${directory}/libtracec-stub.a DESTINATION lib/tracec/${name})
	tracec_cross_programs(${name})
	if(TRACEC_TESTS)
		tracec_cross_tests(${name} ${triplet})
	endif()
endfunction()

# What is run in guests of that machine, to record its kernels and to verify tools: see tracec_snapshot_program
# and tracec_guest_init. Its default target is TRACEC_PARTS/<name>/default.snapshot.
function(tracec_cross_programs name)
	set(directory ${TRACEC_PARTS}/${name})
	set(flags -std=gnu11 ${TRACEC_COMMON_FLAGS} ${TRACEC_STUB_FLAGS} -D_GNU_SOURCE
		-DTRACEC_VERSION="${PROJECT_VERSION}" -I${CMAKE_CURRENT_SOURCE_DIR}/compiler
		-I${CMAKE_CURRENT_SOURCE_DIR}/skeleton -static -Wl,--gc-sections -s)
	tracec_snapshot_sources(sources)
	file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/compiler/base/*.[hd]*
		${CMAKE_CURRENT_SOURCE_DIR}/compiler/kernel/*.[hd]*)
	add_custom_command(OUTPUT ${directory}/tracec-snapshot
		COMMAND ${TRACEC_CC_${name}} ${flags} ${sources} -o ${directory}/tracec-snapshot -lbpf -lelf -lz
		DEPENDS ${sources} ${headers} VERBATIM COMMENT "Building the recorder for ${name}")
	set(source ${CMAKE_CURRENT_SOURCE_DIR}/compiler/guest_init.c)
	add_custom_command(OUTPUT ${directory}/guest-init
		COMMAND ${TRACEC_CC_${name}} ${flags} ${source} -o ${directory}/guest-init -lz
		DEPENDS ${source} VERBATIM COMMENT "Building guest-init for ${name}")
	add_custom_target(programs_${name} ALL
		DEPENDS ${directory}/tracec-snapshot ${directory}/guest-init)
	install(PROGRAMS ${directory}/tracec-snapshot ${directory}/guest-init
		DESTINATION lib/tracec/${name})
	install(FILES ${directory}/default.snapshot DESTINATION lib/tracec/${name} OPTIONAL)
	if(TARGET tracec)
		add_custom_target(default-snapshot-${name}
			COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/cmake/default_snapshot.sh
				$<TARGET_FILE:tracec> ${CMAKE_CURRENT_SOURCE_DIR}/build/guest/6.12-${name}
				${directory}/default.snapshot ${name}
			DEPENDS tracec programs_${name} VERBATIM USES_TERMINAL
			COMMENT "Recording a kernel in QEMU as the default target for ${name}")
	endif()
endfunction()

# Programs of C++ that are traced in tests do without its library: the compiler that tracec itself needs will do.
set(TRACEC_TEST_CXX_FLAGS -std=c++17 -O1 -g -Wall -fno-exceptions -fno-rtti)

# For guests of that machine: what tracec_run_tests builds for this one, at the same places in cross/<name>.
function(tracec_cross_tests name triplet)
	set(directory ${CMAKE_BINARY_DIR}/cross/${name})
	file(MAKE_DIRECTORY ${directory}/run-bin)
	file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/lib/runtest/*.c)
	file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/lib/runtest/*.h
		${CMAKE_CURRENT_SOURCE_DIR}/tests/lib/runtest/*.def)
	add_custom_command(OUTPUT ${directory}/runtest
		COMMAND ${TRACEC_CC_${name}} -std=gnu11 -O1 -D_GNU_SOURCE -static ${sources}
			-o ${directory}/runtest -lbpf -lelf -lz
		DEPENDS ${sources} ${headers} VERBATIM COMMENT "Building the runner for ${name}")
	set(programs ${directory}/runtest)
	file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/run/bin/*.c)
	foreach(source ${sources})
		cmake_path(GET source STEM stem)
		add_custom_command(OUTPUT ${directory}/run-bin/${stem}
			COMMAND ${TRACEC_CC_${name}} -std=gnu11 -D_GNU_SOURCE -O1 -g -fno-omit-frame-pointer
				-fno-optimize-sibling-calls -static
				-idirafter /usr/include/${CMAKE_LIBRARY_ARCHITECTURE} ${source}
				-o ${directory}/run-bin/${stem}
			DEPENDS ${source} VERBATIM COMMENT "Building ${stem} for ${name}")
		list(APPEND programs ${directory}/run-bin/${stem})
	endforeach()
	file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/run/bin/*.cpp)
	foreach(source ${sources})
		cmake_path(GET source STEM stem)
		set(object ${directory}/run-bin-${stem}.o)
		add_custom_command(OUTPUT ${directory}/run-bin/${stem}
			COMMAND clang-19 --target=${triplet} -x c++ ${TRACEC_TEST_CXX_FLAGS} -c ${source} -o ${object}
			COMMAND ${TRACEC_CC_${name}} -static ${object} -o ${directory}/run-bin/${stem}
			BYPRODUCTS ${object}
			DEPENDS ${source} VERBATIM COMMENT "Building ${stem} for ${name}")
		list(APPEND programs ${directory}/run-bin/${stem})
	endforeach()
	add_custom_target(run_tests_${name} ALL DEPENDS ${programs})
endfunction()

# Headers that the compiler hands to clang: everything of skeleton/.
function(tracec_parts)
	file(GLOB headers CONFIGURE_DEPENDS
		${CMAKE_CURRENT_SOURCE_DIR}/skeleton/*.h ${CMAKE_CURRENT_SOURCE_DIR}/skeleton/*.def)
	foreach(header ${headers})
		cmake_path(GET header FILENAME name)
		set(copy ${TRACEC_PARTS}/bpf/${name})
		add_custom_command(OUTPUT ${copy}
			COMMAND ${CMAKE_COMMAND} -E copy ${header} ${copy}
			DEPENDS ${header} VERBATIM COMMENT "")
		list(APPEND copies ${copy})
	endforeach()
	add_custom_target(tracec_headers ALL DEPENDS ${copies})
	# A header that is gone from the source must not be found in the build tree.
	file(GLOB present ${TRACEC_PARTS}/bpf/*)
	list(REMOVE_ITEM present ${copies})
	if(present)
		file(REMOVE ${present})
	endif()
	install(FILES ${headers} DESTINATION lib/tracec/bpf)
	install(FILES LICENSE README.md docs/LICENSES.md
		DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/tracec OPTIONAL)
	install(DIRECTORY examples/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/tracec/examples
		FILES_MATCHING PATTERN "*.bt")
endfunction()

# What `tracec help` knows, as pages for man(1) and as completion for bash.
function(tracec_documents)
	set(directory ${CMAKE_BINARY_DIR}/share)
	set(documents man/man1/tracec.1 man/man7/tracec-script.7 bash-completion/completions/tracec)
	set(arguments "--man tracec" "--man tracec-script" "--completion bash")
	foreach(document words IN ZIP_LISTS documents arguments)
		separate_arguments(words)
		cmake_path(GET document PARENT_PATH parent)
		add_custom_command(OUTPUT ${directory}/${document}
			COMMAND ${CMAKE_COMMAND} -E make_directory ${directory}/${parent}
			COMMAND tracec help ${words} > ${directory}/${document}.new
			COMMAND ${CMAKE_COMMAND} -E rename ${directory}/${document}.new ${directory}/${document}
			DEPENDS tracec VERBATIM COMMENT "")
		list(APPEND files ${directory}/${document})
		install(FILES ${directory}/${document} DESTINATION ${CMAKE_INSTALL_DATADIR}/${parent})
	endforeach()
	add_custom_target(documents ALL DEPENDS ${files})
endfunction()

# `ninja tools`: the scripts of tools/ in one executable. It is installed if it is there; the scripts always are.
function(tracec_tools)
	file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tools/*.bt)
	set(bundle ${CMAKE_BINARY_DIR}/bin/tracec-tools)
	add_custom_command(OUTPUT ${bundle}
		COMMAND tracec bundle ${scripts} -o ${bundle}
		DEPENDS tracec tracec_stub tracec_headers ${scripts} VERBATIM
		COMMENT "Building the tools")
	add_custom_target(tools DEPENDS ${bundle})
	install(PROGRAMS ${bundle} DESTINATION ${CMAKE_INSTALL_BINDIR} OPTIONAL)
	install(FILES ${scripts} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/tracec/tools)
endfunction()

# `cpack -G DEB`: a package that pulls what building tools needs: the section `tool` of packages.txt.
function(tracec_package)
	file(STRINGS ${CMAKE_CURRENT_SOURCE_DIR}/cmake/packages.txt lines)
	foreach(line ${lines})
		if(line MATCHES "^\\[(.*)\\]$")
			string(REPLACE " " ";" sections "${CMAKE_MATCH_1}")
		elseif(line MATCHES "^[a-z]" AND "tool" IN_LIST sections)
			list(APPEND needed ${line})
		endif()
	endforeach()
	list(JOIN needed ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
	set(CPACK_GENERATOR DEB)
	set(CPACK_PACKAGE_NAME tracec)
	set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
	set(CPACK_PACKAGE_CONTACT "tracec maintainers <tracec@example.org>")
	set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "ahead-of-time compiler for tracing scripts")
	set(CPACK_PACKAGE_DESCRIPTION "tracec compiles scripts in the language of bpftrace into static executables
that run on hosts with nothing but a kernel.")
	set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
	set(CPACK_STRIP_FILES ON)
	set(CPACK_DEBIAN_PACKAGE_SECTION devel)
	set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
	set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
	include(CPack)
endfunction()

function(tracec_snapshot_sources result)
	tracec_sources(sources ${CMAKE_CURRENT_SOURCE_DIR}/compiler/base/*.c
		${CMAKE_CURRENT_SOURCE_DIR}/compiler/kernel/*.c)
	list(APPEND sources
		${CMAKE_CURRENT_SOURCE_DIR}/compiler/snapshot_main.c
		${CMAKE_CURRENT_SOURCE_DIR}/compiler/commands/snapshot_file.c
		${CMAKE_CURRENT_SOURCE_DIR}/compiler/build/files.c)
	set(${result} ${sources} PARENT_SCOPE)
endfunction()

# tracec-snapshot: for hosts without tracec, so static, and without sanitizers in every build type.
function(tracec_snapshot_program)
	tracec_snapshot_sources(sources)
	add_executable(tracec-snapshot ${sources})
	tracec_common(tracec-snapshot)
	target_compile_options(tracec-snapshot PRIVATE ${TRACEC_STUB_FLAGS})
	target_include_directories(tracec-snapshot PRIVATE
		${CMAKE_CURRENT_SOURCE_DIR}/compiler ${CMAKE_CURRENT_SOURCE_DIR}/skeleton)
	target_link_options(tracec-snapshot PRIVATE -static -Wl,--gc-sections -s)
	target_link_libraries(tracec-snapshot PRIVATE bpf elf z)
	install(TARGETS tracec-snapshot RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# The first process of the guests that tracec boots, one of the parts. Static, in every build type.
function(tracec_guest_init)
	add_executable(guest-init ${CMAKE_CURRENT_SOURCE_DIR}/compiler/guest_init.c)
	tracec_common(guest-init)
	target_compile_options(guest-init PRIVATE ${TRACEC_STUB_FLAGS})
	target_link_options(guest-init PRIVATE -static -Wl,--gc-sections -s)
	target_link_libraries(guest-init PRIVATE z)
	set_target_properties(guest-init PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${TRACEC_PARTS})
	install(PROGRAMS ${TRACEC_PARTS}/guest-init DESTINATION lib/tracec)
endfunction()

# A snapshot of a kernel that stands in where the builder's own kernel says too little: given as
# TRACEC_DEFAULT_SNAPSHOT=FILE, or made of Debian's 6.12 by `ninja default-snapshot` (which needs
# apt-get and qemu-system-x86_64). It is installed if it is there.
function(tracec_default_snapshot)
	set(TRACEC_DEFAULT_SNAPSHOT "" CACHE FILEPATH "Snapshot to install as the default target")
	set(snapshot ${TRACEC_PARTS}/default.snapshot)
	if(TRACEC_DEFAULT_SNAPSHOT)
		configure_file(${TRACEC_DEFAULT_SNAPSHOT} ${snapshot} COPYONLY)
	elseif(TARGET tracec)
		set(guest ${CMAKE_CURRENT_SOURCE_DIR}/build/guest/6.12)
		add_custom_target(default-snapshot
			COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/cmake/default_snapshot.sh
				$<TARGET_FILE:tracec> ${guest} ${snapshot}
			DEPENDS tracec tracec-snapshot guest-init VERBATIM USES_TERMINAL
			COMMENT "Recording a kernel in QEMU as the default target")
	endif()
	install(FILES ${snapshot} DESTINATION lib/tracec OPTIONAL)
endfunction()

# A program per file that matches, in <build>/<kind>/, linked to all the code that tests can reach.
function(tracec_test_programs kind pattern)
	file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${pattern})
	foreach(source ${sources})
		cmake_path(GET source STEM name)
		add_executable(${kind}_${name} ${source})
		tracec_host(${kind}_${name})
		set_target_properties(${kind}_${name} PROPERTIES
			OUTPUT_NAME ${name}
			RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/${kind})
		target_compile_definitions(${kind}_${name} PRIVATE
			TESTS_DIR="${CMAKE_CURRENT_SOURCE_DIR}/tests")
		target_link_libraries(${kind}_${name} PRIVATE tracec_commands tracec_stub_asan cmocka)
		add_test(NAME ${kind}_${name} COMMAND ${kind}_${name})
	endforeach()
endfunction()

# The runner of the run tests and the programs that these tests trace. Static,
# without sanitizers and with frames kept: the same files go into the guests.
function(tracec_run_tests)
	file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/lib/runtest/*.c)
	add_executable(runtest ${sources})
	tracec_common(runtest)
	target_compile_options(runtest PRIVATE -O1)
	target_link_options(runtest PRIVATE -static)
	target_link_libraries(runtest PRIVATE bpf elf z)

	file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/run/bin/*.c)
	foreach(source ${sources})
		cmake_path(GET source STEM name)
		add_executable(run_${name} ${source})
		target_compile_definitions(run_${name} PRIVATE _GNU_SOURCE)
		target_compile_options(run_${name} PRIVATE -O1 -g -Wall -Wextra
			-fno-omit-frame-pointer -fno-optimize-sibling-calls)
		target_link_options(run_${name} PRIVATE -static)
		target_link_libraries(run_${name} PRIVATE pthread)
		set_target_properties(run_${name} PROPERTIES
			OUTPUT_NAME ${name}
			RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/run-bin)
	endforeach()

	file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/run/bin/*.cpp)
	foreach(source ${sources})
		cmake_path(GET source STEM name)
		set(object ${CMAKE_BINARY_DIR}/run-bin-${name}.o)
		add_custom_command(OUTPUT ${object}
			COMMAND clang-19 -x c++ ${TRACEC_TEST_CXX_FLAGS} -c ${source} -o ${object}
			DEPENDS ${source} VERBATIM)
		add_executable(run_${name} ${object})
		set_target_properties(run_${name} PROPERTIES LINKER_LANGUAGE C
			OUTPUT_NAME ${name}
			RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/run-bin)
		target_link_options(run_${name} PRIVATE -static)
	endforeach()
endfunction()
