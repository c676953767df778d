using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Through the router of the environment.</summary>
public sealed class ThroughGivenRouterTests(InteropFixture<GivenRouter> fixture) : InteropTests(fixture), IClassFixture<InteropFixture<GivenRouter>>;
