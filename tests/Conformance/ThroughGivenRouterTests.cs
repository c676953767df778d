using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through the router that the environment names.</summary>
public sealed class ThroughGivenRouterTests(ConformanceFixture<GivenRouter> fixture) : ConformanceTests(fixture), IClassFixture<ConformanceFixture<GivenRouter>>;
