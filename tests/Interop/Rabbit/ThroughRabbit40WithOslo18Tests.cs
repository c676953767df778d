using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Interop tests through RabbitMQ 4.0, with oslo.messaging 18.3.0.</summary>
[Collection(SharesRabbit40.Name)]
public sealed class ThroughRabbit40WithOslo18Tests(RabbitInteropFixture<Rabbit40Fixture, Oslo18> fixture)
    : InteropTests(fixture), IClassFixture<RabbitInteropFixture<Rabbit40Fixture, Oslo18>>;
