using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Interop tests through the router that the environment names.</summary>
public sealed class ThroughGivenRouterTests(InteropFixture<GivenRouter> fixture) : InteropTests(fixture), IClassFixture<InteropFixture<GivenRouter>>;
