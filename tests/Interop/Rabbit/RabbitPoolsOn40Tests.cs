using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests of pools on RabbitMQ 4.0.</summary>
[Collection(SharesRabbit40.Name)]
public sealed class RabbitPoolsOn40Tests(Rabbit40Fixture fixture) : RabbitPoolTests(fixture);
