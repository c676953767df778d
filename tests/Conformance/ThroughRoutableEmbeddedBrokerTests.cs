using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Through the embedded broker with routable addresses.</summary>
public sealed class ThroughRoutableEmbeddedBrokerTests(ConformanceFixture<RoutableEmbeddedBroker> fixture) : ConformanceTests(fixture), IClassFixture<ConformanceFixture<RoutableEmbeddedBroker>>;
