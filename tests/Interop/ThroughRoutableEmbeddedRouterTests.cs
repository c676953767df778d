using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Through the embedded router, routable addresses.</summary>
public sealed class ThroughRoutableEmbeddedRouterTests(InteropFixture<RoutableEmbeddedRouter> fixture) : InteropTests(fixture), IClassFixture<InteropFixture<RoutableEmbeddedRouter>>;
