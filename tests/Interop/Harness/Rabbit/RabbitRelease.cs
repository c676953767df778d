namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>A release of RabbitMQ that the tests can start.</summary>
internal sealed record RabbitRelease(PeerTree Tree, string Plugins = "")
{
    public static readonly RabbitRelease V43 = new(new PeerTree("RabbitMQ", "4.3.6", "rabbitmq-sid"));

    public static readonly RabbitRelease V40 = new(new PeerTree("RabbitMQ", "4.0.5", "rabbitmq-trixie"));

    /// <summary>A release whose support for AMQP 1.0 is a plugin and not sufficient.</summary>
    public static readonly RabbitRelease V310 = new(new PeerTree("RabbitMQ", "3.10.8", "rabbitmq-bookworm"), "rabbitmq_amqp1_0");

    /// <summary>Skips the test if the release is not installed.</summary>
    public void Require() => Assert.SkipWhen(Tree.Missing is not null, Tree.Missing ?? "");
}
