using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Interop tests through RabbitMQ 4.0, with oslo.messaging 14.0.3.</summary>
[Collection(SharesRabbit40.Name)]
public sealed class ThroughRabbit40WithOslo14Tests(RabbitInteropFixture<Rabbit40Fixture, Oslo14> fixture)
    : InteropTests(fixture), IClassFixture<RabbitInteropFixture<Rabbit40Fixture, Oslo14>>;
