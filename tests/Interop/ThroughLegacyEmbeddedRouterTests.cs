using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Interop tests through the embedded router with legacy addresses.</summary>
public sealed class ThroughLegacyEmbeddedRouterTests(InteropFixture<LegacyEmbeddedRouter> fixture) : InteropTests(fixture), IClassFixture<InteropFixture<LegacyEmbeddedRouter>>;
