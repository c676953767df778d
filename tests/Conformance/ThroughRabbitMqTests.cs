using Amqp1.Conformance.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through RabbitMQ 4, with the rabbit dialect.</summary>
public sealed class ThroughRabbitMqTests(ConformanceFixture<OwnRabbitMq> fixture) : ConformanceTests(fixture), IClassFixture<ConformanceFixture<OwnRabbitMq>>;
