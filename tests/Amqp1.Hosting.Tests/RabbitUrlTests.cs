using Amqp1.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Tests;

/// <summary>Tests of the options of each transport when one or several instances use both schemes.</summary>
public sealed class RabbitUrlTests
{
    private static readonly (string, string?)[] Shared =
    [
        ("Amqp1:Connection:IdleTimeout", "00:00:05"),
        ("Amqp1:Security:SaslMechanisms", "SCRAM-SHA-256"),
        ("Amqp1:Rabbit:HeartbeatTimeout", "00:00:20"),
        ("Amqp1:Rabbit:SaslMechanisms", "PLAIN"),
        ("Amqp1:Rabbit:PrefetchCount", "7"),
    ];

    [Theory]
    [InlineData("amqp://u:p@127.0.0.1:1", "rabbit://u:p@127.0.0.1:2/nova?rabbit_quorum_queue=1", false)]
    [InlineData("rabbit://u:p@127.0.0.1:2/nova?rabbit_quorum_queue=1", "amqp://u:p@127.0.0.1:1", true)]
    public void Rpc_and_notifications_have_the_options_of_their_own_scheme(string rpc, string notifications, bool rpcIsRabbit)
    {
        using var host = TestHost.Build(_ => { }, [.. Shared, ("Amqp1:TransportUrl", rpc), ("Amqp1:Notifications:TransportUrl", notifications)]);

        var ofRpc = host.Services.GetRequiredService<MessagingTransport>();
        var ofNotifications = host.Services.GetRequiredKeyedService<MessagingTransport>(Amqp1Backends.Notifications);

        ofRpc.Url.ShouldBe(TransportUrl.Parse(rpc));
        ofNotifications.Url.ShouldBe(TransportUrl.Parse(notifications));
        IsRabbit(rpcIsRabbit ? ofRpc : ofNotifications);
        IsAmqp(rpcIsRabbit ? ofNotifications : ofRpc);
    }

    [Fact]
    public void Urls_that_differ_in_their_scheme_have_transports_of_their_own()
    {
        using var host = TestHost.Build(_ => { }, ("Amqp1:TransportUrl", "amqp://127.0.0.1:1"), ("Amqp1:Notifications:TransportUrl", "rabbit://127.0.0.1:1"));

        host.Services.GetRequiredKeyedService<MessagingTransport>(Amqp1Backends.Notifications).Url.ToString().ShouldBe("rabbit://127.0.0.1:1/");
        host.Services.GetRequiredService<MessagingTransport>().Url.ToString().ShouldBe("amqp://127.0.0.1:1/");
    }

    [Theory]
    [InlineData("rabbit://127.0.0.1:1")]
    [InlineData("rabbit://127.0.0.1:1//")]
    [InlineData("kombu+rabbit://127.0.0.1:1/%2F")]
    public void Urls_with_the_same_meaning_share_a_transport(string notifications)
    {
        using var host = TestHost.Build(_ => { }, ("Amqp1:TransportUrl", "rabbit://127.0.0.1:1/"), ("Amqp1:Notifications:TransportUrl", notifications));

        host.Services.GetRequiredKeyedService<MessagingTransport>(Amqp1Backends.Notifications)
            .ShouldBeSameAs(host.Services.GetRequiredService<MessagingTransport>());
    }

    [Fact]
    public void Keyed_instances_have_options_of_their_own()
    {
        var builder = TestHost.CreateBuilder(
            ("Amqp1:TransportUrl", "rabbit://127.0.0.1:1"),
            ("Amqp1:Rabbit:QuorumQueues", "true"),
            ("Amqp1:billing:TransportUrl", "rabbit://127.0.0.1:2/billing"),
            ("Amqp1:billing:Rabbit:AutoDelete", "true"));
        builder.Services.AddAmqp1Messaging();
        builder.Services.AddAmqp1Messaging("billing");
        using var host = builder.Build();

        var own = host.Services.GetRequiredService<MessagingTransport>().Options.Rabbit;
        var billing = host.Services.GetRequiredKeyedService<MessagingTransport>("billing").Options.Rabbit;

        (own.QuorumQueues, own.AutoDelete).ShouldBe((true, false));
        (billing.QuorumQueues, billing.AutoDelete).ShouldBe((false, true));
    }

    [Fact]
    public void A_connection_string_may_be_a_rabbit_url()
    {
        using var host = TestHost.Build(_ => { }, ("ConnectionStrings:amqp1", "rabbit+tls://u:p@127.0.0.1/nova"));

        var transport = host.Services.GetRequiredService<MessagingTransport>();

        transport.Url.ToUrl().ShouldBe("rabbit://u:p@127.0.0.1:5671/nova?ssl=1");
        transport.Options.Security.Ssl.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Amqp1:Rabbit:StreamFanout", "true", "Amqp1:Rabbit:StreamFanout is true, which requires Amqp1:Rabbit:TransientQuorumQueues")]
    [InlineData("Amqp1:Notifications:TransportUrl", "rabbit://u:secret@h?idle_timeout=1", "Amqp1:Notifications:TransportUrl is not a valid transport URL")]
    [InlineData("Amqp1:TransportUrl", "rabbits://u:secret@h", "rabbit+tls://")]
    public async Task What_cannot_be_used_ends_the_start(string key, string value, string message)
    {
        using var host = TestHost.Build(_ => { }, ("Amqp1:TransportUrl", "rabbit://127.0.0.1:1"), (key, value));

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        refused.Message.ShouldContain(message);
        refused.ToString().ShouldNotContain("secret");
    }

    private static void IsRabbit(MessagingTransport transport)
    {
        transport.Options.Connection.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(20));
        transport.Options.Security.SaslMechanisms.ShouldBe("PLAIN");
        transport.Options.Rpc.ServerCredit.ShouldBe(7);
        transport.Options.Notifications.ServerCredit.ShouldBe(7);
        transport.Options.Rabbit.QuorumQueues.ShouldBeTrue();
    }

    private static void IsAmqp(MessagingTransport transport)
    {
        transport.Options.Connection.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        transport.Options.Security.SaslMechanisms.ShouldBe("SCRAM-SHA-256");
        transport.Options.Rpc.ServerCredit.ShouldBe(100);
        transport.Options.Notifications.ServerCredit.ShouldBe(100);
        transport.Options.Rabbit.QuorumQueues.ShouldBeFalse();
    }
}
