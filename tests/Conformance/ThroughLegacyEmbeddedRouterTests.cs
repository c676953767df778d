using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through the embedded router with legacy addresses.</summary>
public sealed class ThroughLegacyEmbeddedRouterTests(ConformanceFixture<LegacyEmbeddedRouter> fixture) : ConformanceTests(fixture), IClassFixture<ConformanceFixture<LegacyEmbeddedRouter>>;
