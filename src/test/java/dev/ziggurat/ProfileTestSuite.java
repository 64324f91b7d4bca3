package dev.ziggurat;

import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Tests of the application with other settings, and of some packages. Chosen by name, because
 * Quarkus builds the application of each class that is looked at.
 */
@Suite
@SelectPackages("dev.ziggurat")
@IncludeClassNamePatterns({TestSuites.PROFILES, TestSuites.PACKAGES})
@ExcludeTags("full")
class ProfileTestSuite {}
