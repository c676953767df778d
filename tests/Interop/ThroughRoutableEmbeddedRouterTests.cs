using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Interop tests through the embedded router with routable addresses.</summary>
public sealed class ThroughRoutableEmbeddedRouterTests(InteropFixture<RoutableEmbeddedRouter> fixture) : InteropTests(fixture), IClassFixture<InteropFixture<RoutableEmbeddedRouter>>;
