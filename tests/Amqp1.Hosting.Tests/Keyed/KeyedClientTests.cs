using System.Threading.Channels;
using Amqp1.Hosting.Tests.Clients;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Keyed;

/// <summary>Tests of generated clients of several instances in one host.</summary>
public sealed class KeyedClientTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task Each_instance_has_clients_over_its_own_bus()
    {
        using var first = await StartSwitchboardAsync("first");
        using var second = await StartSwitchboardAsync("second");
        using var third = await StartSwitchboardAsync("third");
        var builder = TestHost.CreateBuilder(
            ("Amqp1:TransportUrl", UrlOf(first)), ("Amqp1:billing:TransportUrl", UrlOf(second)), ("Amqp1:shipping:TransportUrl", UrlOf(third)));
        builder.Services.AddAmqp1Messaging("billing");
        builder.Services.AddAmqp1Messaging();
        builder.Services.AddAmqp1Messaging("shipping");
        builder.Services.AddSingleton<Callers>();
        using var host = builder.Build();
        await host.StartAsync(Limit);

        var callers = host.Services.GetRequiredService<Callers>();

        // Each server is on a router of its own, so only a client of that bus reaches it.
        (await callers.Default.WhereAsync("first", Limit)).ShouldContain("first");
        (await callers.Billing.WhereAsync("second", Limit)).ShouldContain("second");
        (await callers.Shipping.WhereAsync("third", Limit)).ShouldContain("third");
        await Task.WhenAll(host.StopAsync(Limit), first.StopAsync(Limit), second.StopAsync(Limit), third.StopAsync(Limit));
    }

    [Fact]
    public void Without_an_instance_without_a_key_there_are_only_clients_with_one()
    {
        var builder = TestHost.CreateBuilder(("Amqp1:billing:TransportUrl", "amqp://127.0.0.1:1"));
        builder.Services.AddAmqp1Messaging("billing").AddEndpointsFrom(typeof(ISwitchboard).Assembly);
        using var host = builder.Build();

        host.Services.GetService<ISwitchboard>().ShouldBeNull();
        host.Services.GetRequiredKeyedService<ISwitchboard>("billing").ShouldBeSameAs(host.Services.GetRequiredKeyedService<ISwitchboard>("billing"));
        builder.Services.Count(service => service.ServiceType == typeof(ISwitchboard)).ShouldBe(1);
    }

    [Fact]
    public void What_the_application_registers_in_place_of_a_client_stays()
    {
        var builder = TestHost.CreateBuilder(("Amqp1:billing:TransportUrl", "amqp://127.0.0.1:1"), ("Amqp1:TransportUrl", "amqp://127.0.0.1:1"));
        builder.Services.AddKeyedSingleton("billing", (provider, _) => provider.GetRequiredService<ISwitchboard>());
        builder.Services.AddAmqp1Messaging();
        builder.Services.AddAmqp1Messaging("billing");
        using var host = builder.Build();

        host.Services.GetRequiredKeyedService<ISwitchboard>("billing").ShouldBeSameAs(host.Services.GetRequiredService<ISwitchboard>());
    }

    public void Dispose() => _limit.Dispose();

    private static Task<IHost> StartSwitchboardAsync(string name) => TestHost.StartAsync(
        messaging =>
        {
            messaging.AddEndpoint<Switchboard>();
            messaging.Services.AddSingleton(Channel.CreateUnbounded<string>());
        },
        ("Amqp1:Hosting:ServerName", name));

    private static string UrlOf(IHost host) => host.Services.GetRequiredService<MessagingTransport>().Url.ToString();
}
