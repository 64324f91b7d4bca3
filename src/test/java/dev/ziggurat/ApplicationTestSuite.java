package dev.ziggurat;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All tests but those of {@link ProfileTestSuite}. */
@Suite
@SelectPackages("dev.ziggurat")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns({TestSuites.PROFILES, TestSuites.PACKAGES})
@ExcludeTags("full")
class ApplicationTestSuite {}
