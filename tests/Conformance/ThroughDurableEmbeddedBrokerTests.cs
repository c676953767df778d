using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Through the embedded broker with a durable store.</summary>
public sealed class ThroughDurableEmbeddedBrokerTests(ConformanceFixture<DurableEmbeddedBroker> fixture) : ConformanceTests(fixture), IClassFixture<ConformanceFixture<DurableEmbeddedBroker>>;
