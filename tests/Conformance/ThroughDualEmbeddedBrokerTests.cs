using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Through the embedded broker that routes calls directly and stores notifications.</summary>
public sealed class ThroughDualEmbeddedBrokerTests(ConformanceFixture<DualEmbeddedBroker> fixture) : ConformanceTests(fixture), IClassFixture<ConformanceFixture<DualEmbeddedBroker>>;
