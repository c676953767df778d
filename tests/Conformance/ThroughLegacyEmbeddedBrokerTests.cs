using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Through the embedded broker with legacy addresses.</summary>
public sealed class ThroughLegacyEmbeddedBrokerTests(ConformanceFixture<LegacyEmbeddedBroker> fixture) : ConformanceTests(fixture), IClassFixture<ConformanceFixture<LegacyEmbeddedBroker>>;
