using System.Collections.Concurrent;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Clients;

/// <summary>Tests of the extension method <c>Prepare</c> of client interfaces.</summary>
public sealed class PreparedClientTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly ConcurrentQueue<(Target Target, string? User)> _sent = new();
    private readonly IHost _host;

    public PreparedClientTests() => _host = TestHost.Build(
        messaging => messaging.AddFilter((context, _) =>
        {
            _sent.Enqueue((context.Target, context.Context["user"]));
            return Task.CompletedTask;
        }),
        ("Amqp1:TransportUrl", "amqp://127.0.0.1:1"));

    private ISwitchboard Client => _host.Services.GetRequiredService<ISwitchboard>();

    [Fact]
    public async Task A_prepared_client_has_other_settings_and_the_first_one_keeps_its_own()
    {
        var prepared = Client.Prepare(
            server: "host-7", topic: "other", exchange: "nova", ns: "ns", version: "1.2", context: MessagingContext.FromEntries([new("user", "ada")]));

        await prepared.NoteAsync("x", _limit.Token);
        await Client.NoteAsync("x", _limit.Token);

        _sent.ShouldBe(
        [
            (new Target { Topic = "other", Exchange = "nova", Server = "host-7", Namespace = "ns", Version = "1.2" }, "ada"),
            (new Target { Topic = "switchboard", Version = "1.0" }, null),
        ]);
    }

    [Fact]
    public async Task Preparations_add_up_and_reach_every_method()
    {
        var prepared = Client.Prepare(server: "host-7").Prepare(version: "1.2");

        await prepared.NoteAsync("x", _limit.Token);
        await prepared.HoldAsync(_limit.Token);
        await Should.ThrowAsync<MessagingException>(() => prepared.WhereAsync("host-8", _limit.Token));
        await prepared.RingAsync(_limit.Token);

        _sent.Select(sent => (sent.Target.Server, sent.Target.Version, sent.Target.Fanout)).ShouldBe(
            [("host-7", "1.2", false), ("host-7", "1.2", false), ("host-8", "1.2", false), ("host-7", "1.2", true)]);
    }

    [Fact]
    public async Task A_prepared_timeout_replaces_that_of_a_method()
    {
        using var host = await TestHost.StartAsync(_ => { }, ("Amqp1:Rpc:NoServerGrace", "00:00:00.050"));
        var client = host.Services.GetRequiredService<ISwitchboard>();

        // With its own timeout of 50 ms, which begins earlier than the grace period, the call would time out.
        await Should.ThrowAsync<NoServerException>(() => client.Prepare(timeout: TimeSpan.FromHours(1)).HoldAsync(_limit.Token));

        await host.StopAsync(_limit.Token);
    }

    [Fact]
    public void A_client_that_would_ignore_the_settings_is_refused() =>
        Should.Throw<NotSupportedException>(() => new DeafSwitchboard().Prepare(server: "host-7")).Message.ShouldBe(
            "Amqp1.Hosting.Tests.Clients.DeafSwitchboard cannot be prepared, because it is not a generated client. "
            + "It must implement IPreparableClient<ISwitchboard>; a test double can return itself.");

    [Fact]
    public void A_test_double_can_take_part()
    {
        var twin = new PreparableSwitchboard();

        ((ISwitchboard)twin).Prepare(server: "host-7").ShouldBeSameAs(twin);
    }

    public void Dispose()
    {
        _host.Dispose();
        _limit.Dispose();
    }
}
