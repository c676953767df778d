using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Through the embedded router, legacy addresses.</summary>
public sealed class ThroughLegacyEmbeddedRouterTests(InteropFixture<LegacyEmbeddedRouter> fixture) : InteropTests(fixture), IClassFixture<InteropFixture<LegacyEmbeddedRouter>>;
