using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through the embedded router with routable addresses.</summary>
public sealed class ThroughRoutableEmbeddedRouterTests(ConformanceFixture<RoutableEmbeddedRouter> fixture) : ConformanceTests(fixture), IClassFixture<ConformanceFixture<RoutableEmbeddedRouter>>;
