using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through the broker that the environment names.</summary>
public sealed class ThroughGivenBrokerTests(ConformanceFixture<GivenBroker> fixture) : ConformanceTests(fixture), IClassFixture<ConformanceFixture<GivenBroker>>;
