using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests of pools on RabbitMQ 4.3.</summary>
[Collection(SharesRabbit43.Name)]
public sealed class RabbitPoolsOn43Tests(Rabbit43Fixture fixture) : RabbitPoolTests(fixture);
