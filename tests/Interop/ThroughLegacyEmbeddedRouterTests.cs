using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded router with legacy addresses.</summary>
public sealed class ThroughLegacyEmbeddedRouterTests(InteropFixture<LegacyEmbeddedRouter> fixture) : RoleTests(fixture), IClassFixture<InteropFixture<LegacyEmbeddedRouter>>;
