using Amqp1.Configuration;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Tests;

public sealed class RegistrationTests
{
    private static readonly (string, string?) Url = ("Amqp1:TransportUrl", "amqp://u:secret@127.0.0.1:1");

    [Fact]
    public void Registering_twice_registers_once_and_adds_the_configure_actions_up()
    {
        var builder = TestHost.CreateBuilder(Url);
        builder.Services.AddAmqp1Messaging(options => options.ControlExchange = "a").AddAmqp1EmbeddedRouter();
        var before = builder.Services.Count;
        builder.Services.AddAmqp1Messaging(options => options.ControlExchange += "b").AddAmqp1EmbeddedRouter();
        using var host = builder.Build();

        builder.Services.Count.ShouldBe(before + 1);
        Options(host).ControlExchange.ShouldBe("ab");
        host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations
            .Select(check => check.Name).ShouldBe(["amqp1-rpc", "amqp1-notify"]);
    }

    [Fact]
    public void Code_goes_before_configuration()
    {
        var builder = TestHost.CreateBuilder(Url, ("Amqp1:ControlExchange", "configured"), ("Amqp1:Rpc:ServerCredit", "7"));
        builder.Services.AddAmqp1Messaging(options => options.ControlExchange = "coded");
        using var host = builder.Build();

        Options(host).ControlExchange.ShouldBe("coded");
        Options(host).Rpc.ServerCredit.ShouldBe(7);
    }

    [Fact]
    public void A_configured_list_replaces_the_default()
    {
        using var host = TestHost.Build(_ => { }, Url, ("Amqp1:Notifications:Topics:0", "audit"));

        Options(host).Notifications.Topics.ShouldBe(["audit"]);
    }

    [Fact]
    public void One_url_gives_one_transport_for_rpc_and_notifications()
    {
        using var host = TestHost.Build(_ => { }, Url, ("Amqp1:Notifications:TransportUrl", "amqp://u:secret@127.0.0.1:1/"));

        Notifications(host).ShouldBeSameAs(host.Services.GetRequiredService<MessagingTransport>());
    }

    [Fact]
    public void Notifications_have_a_transport_of_their_own_when_their_url_differs()
    {
        using var host = TestHost.Build(_ => { }, Url, ("Amqp1:Notifications:TransportUrl", "amqp://127.0.0.1:2"));

        Notifications(host).Url.ToString().ShouldBe("amqp://127.0.0.1:2/");
        host.Services.GetRequiredService<MessagingTransport>().Url.ToString().ShouldBe("amqp://u:***@127.0.0.1:1/");
    }

    [Fact]
    public void Clients_are_keyed_by_their_topic()
    {
        using var host = TestHost.Build(
            messaging => messaging.AddRpcClient("compute").AddRpcClient("conductor", client => client.Prepare(version: "2.0")), Url);

        host.Services.GetRequiredKeyedService<RpcClient>("compute").Target.ShouldBe(Target.ForTopic("compute"));
        host.Services.GetRequiredKeyedService<RpcClient>("conductor").Target.Version.ShouldBe("2.0");
        host.Services.GetRequiredService<INotifier>().ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Amqp1:TransportUrl", "amqps://u:secret@h", "Amqp1:TransportUrl is not a valid transport URL")]
    [InlineData("Amqp1:TransportUrl", "amqp://u:secret@h:port", "Amqp1:TransportUrl is not a valid transport URL")]
    [InlineData("Amqp1:Notifications:TransportUrl", "amqp://u:secret@h?no_such=1", "Amqp1:Notifications:TransportUrl is not a valid transport URL")]
    [InlineData("Amqp1:Rpc:ServerCredit", "0", "Amqp1:Rpc:ServerCredit is 0")]
    [InlineData("Amqp1:TransportUrl", "", "Amqp1:TransportUrl is not set; set it to the URL of the router or broker, such as amqp://host:5672 or rabbit://host:5672, or add a router to the application with AddAmqp1EmbeddedRouter()")]
    public async Task Options_that_cannot_be_used_end_the_start_with_the_full_key_and_no_password(string key, string value, string message)
    {
        using var host = TestHost.Build(_ => { }, Url, (key, value));

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        refused.Message.ShouldContain(message);
        refused.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Hosting_options_are_checked_too()
    {
        using var host = TestHost.Build(_ => { }, Url, ("Amqp1:Hosting:ServerName", " "), ("Amqp1:Hosting:UnhealthyAfter", "-00:00:01"));

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        refused.Failures.ShouldBe(
            [
                "Amqp1:Hosting:ServerName is empty, but must be the name of this server.",
                "Amqp1:Hosting:UnhealthyAfter is -00:00:01, but must be 00:00:00 or more.",
            ]);
    }

    [Fact]
    public async Task An_endpoint_whose_types_have_no_metadata_ends_the_start()
    {
        using var host = TestHost.Build(
            messaging => messaging.AddEndpoint<Endpoints.Unserializable>().WithJson(Endpoints.ProbeJson.Default.Options), Url);

        var refused = await Should.ThrowAsync<InvalidEndpointException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        refused.Errors.ShouldHaveSingleItem().ShouldStartWith(
            "Amqp1.Hosting.Tests.Endpoints.Unserializable.Change takes 'thing' of Amqp1.Hosting.Tests.Endpoints.Unserializable+Thing, for which the JSON options have no metadata");
    }

    [Fact]
    public async Task A_class_that_is_no_endpoint_ends_the_start()
    {
        using var host = TestHost.Build(messaging => messaging.AddEndpoint<Hosts.ScopedThing>(), Url);

        var refused = await Should.ThrowAsync<InvalidEndpointException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        refused.Message.ShouldContain("ScopedThing is not an endpoint; it needs [RpcEndpoint] or [NotificationEndpoint]");
    }

    private static Amqp1Options Options(IHost host) => host.Services.GetRequiredService<IOptions<Amqp1Options>>().Value;

    private static MessagingTransport Notifications(IHost host) =>
        host.Services.GetRequiredKeyedService<MessagingTransport>(Amqp1Backends.Notifications);
}
