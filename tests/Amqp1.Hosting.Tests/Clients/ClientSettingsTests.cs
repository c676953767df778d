using System.Collections.Concurrent;
using Amqp1.Filters;
using Amqp1.Hosting.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Tests.Clients;

/// <summary>Tests of the settings of client interfaces from configuration, from code and for single uses.</summary>
public sealed class ClientSettingsTests : IDisposable
{
    private const string Nowhere = "amqp://127.0.0.1:1";

    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly ConcurrentQueue<Target> _targets = new();

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task The_target_of_a_client_can_be_configured()
    {
        using var host = Build(
            ("Amqp1:Clients:ISwitchboard:Topic", "other"),
            ("Amqp1:Clients:ISwitchboard:Exchange", "nova"),
            ("Amqp1:Clients:ISwitchboard:Server", "host-7"),
            ("Amqp1:Clients:ISwitchboard:Namespace", "ns"),
            ("Amqp1:Clients:ISwitchboard:Version", "1.4"));

        await host.Services.GetRequiredService<ISwitchboard>().NoteAsync("x", Limit);

        _targets.ShouldHaveSingleItem().ShouldBe(new Target { Topic = "other", Exchange = "nova", Server = "host-7", Namespace = "ns", Version = "1.4" });
    }

    [Fact]
    public async Task Without_settings_a_client_has_those_of_its_attributes()
    {
        using var host = Build();

        await host.Services.GetRequiredService<ISwitchboard>().NoteAsync("x", Limit);

        _targets.ShouldHaveSingleItem().ShouldBe(new Target { Topic = "switchboard", Version = "1.0" });
    }

    [Fact]
    public async Task The_name_with_its_namespace_takes_precedence_and_code_over_both()
    {
        var builder = TestHost.CreateBuilder(
            ("Amqp1:TransportUrl", Nowhere),
            ("Amqp1:Clients:iswitchboard:Topic", "short"),
            ("Amqp1:Clients:iswitchboard:Server", "short"),
            ("Amqp1:Clients:iswitchboard:Exchange", "short"),
            ("Amqp1:Clients:Amqp1.Hosting.Tests.Clients.ISwitchboard:Topic", "full"),
            ("Amqp1:Clients:Amqp1.Hosting.Tests.Clients.ISwitchboard:Server", "full"));
        builder.AddAmqp1Messaging().ConfigureRpcClient<ISwitchboard>(options => options.Server = "code").AddFilter(KeepAsync);
        using var host = builder.Build();

        await host.Services.GetRequiredService<ISwitchboard>().NoteAsync("x", Limit);

        _targets.ShouldHaveSingleItem().ShouldBe(new Target { Topic = "full", Exchange = "short", Server = "code", Version = "1.0" });
    }

    [Fact]
    public async Task Each_instance_has_settings_of_its_own()
    {
        var builder = TestHost.CreateBuilder(
            ("Amqp1:TransportUrl", Nowhere),
            ("Amqp1:billing:TransportUrl", Nowhere),
            ("Amqp1:Clients:ISwitchboard:Topic", "plain"),
            ("Amqp1:billing:Clients:ISwitchboard:Topic", "keyed"));
        builder.AddAmqp1Messaging().AddFilter(KeepAsync);
        builder.AddAmqp1Messaging("billing").AddFilter(KeepAsync).ConfigureRpcClient<ISwitchboard>(options => options.Server = "b");
        using var host = builder.Build();

        await host.Services.GetRequiredService<ISwitchboard>().NoteAsync("x", Limit);
        await host.Services.GetRequiredKeyedService<ISwitchboard>("billing").NoteAsync("x", Limit);

        _targets.Select(target => (target.Topic, target.Server)).ShouldBe([("plain", null), ("keyed", "b")]);
    }

    [Fact]
    public async Task A_configured_timeout_ends_a_call_that_has_none_of_its_own()
    {
        // Nobody serves the topic. Without the timeout, the call would end later, as the router has no server for it.
        using var host = await TestHost.StartAsync(_ => { }, ("Amqp1:Clients:ISwitchboard:Timeout", "00:00:00.050"));

        await Should.ThrowAsync<MessagingTimeoutException>(() => host.Services.GetRequiredService<ISwitchboard>().ConnectAsync("Ada", 1, Limit));

        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_version_above_the_configured_cap_is_not_sent()
    {
        using var host = TestHost.Build(_ => { }, ("Amqp1:TransportUrl", Nowhere), ("Amqp1:Clients:ISwitchboard:VersionCap", "1.3"));

        await Should.ThrowAsync<Amqp1.Rpc.RpcVersionCapException>(
            () => host.Services.GetRequiredService<ISwitchboard>().Prepare(version: "1.4").ConnectAsync("Ada", 1, Limit));
    }

    [Theory]
    [InlineData("Timeout", "20", "Amqp1:Clients:ISwitchboard:Timeout is 20.00:00:00, but must be 00:00:00 (off) or from 00:00:00.010 to less than one day")]
    [InlineData("CallMonitorTimeout", "00:00:00", "Amqp1:Clients:ISwitchboard:CallMonitorTimeout is 00:00:00, but must be from 00:00:00.010")]
    [InlineData("Retry", "-2", "Amqp1:Clients:ISwitchboard:Retry is -2, but must be an integer of -1 or more.")]
    [InlineData("Topic", " ", "Amqp1:Clients:ISwitchboard:Topic is empty")]
    [InlineData("Server", "", "Amqp1:Clients:ISwitchboard:Server is empty")]
    [InlineData("Version", "2", "Amqp1:Clients:ISwitchboard:Version is '2', but must be in the form major.minor")]
    [InlineData("VersionCap", "x", "Amqp1:Clients:ISwitchboard:VersionCap is 'x', but must be in the form major.minor")]
    public async Task A_host_with_an_invalid_setting_does_not_start(string setting, string value, string message)
    {
        using var host = Build(($"Amqp1:Clients:ISwitchboard:{setting}", value));

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Limit));

        refused.Failures.ShouldHaveSingleItem().ShouldStartWith(message);
    }

    [Fact]
    public async Task Settings_are_logged_and_those_without_effect_are_warned_of()
    {
        var logs = new FakeLogCollector();
        var builder = TestHost.CreateBuilder(
            ("Amqp1:TransportUrl", Nowhere),
            ("Amqp1:Clients:ISwitchboard:Retry", "3"),
            ("Amqp1:Clients:ISwitchboard:TimeOuts", "00:00:03"),
            ("Amqp1:Clients:ISwitchbord:Timeout", "00:00:03"),
            ("Amqp1:Clients:ICatalog:Timeout", "00:00:03"));
        builder.Logging.AddProvider(new FakeLoggerProvider(logs)).SetMinimumLevel(LogLevel.Debug);
        builder.AddAmqp1Messaging();
        using var host = builder.Build();
        await host.StartAsync(Limit);
        await host.StopAsync(Limit);

        var records = logs.GetSnapshot();
        var told = records.Single(record => record.Id.Id == 2001).Message;
        told.ShouldContain(", Clients:ISwitchboard:Retry=3");
        told.ShouldContain(", Clients:ICatalog:Timeout=00:00:03");
        records.Where(record => record.Message.StartsWith("Configuration:", StringComparison.Ordinal)).Select(record => record.Message["Configuration: ".Length..]).Order().ShouldBe(
        [
            "Amqp1:Clients:ISwitchboard:TimeOuts is unknown.",
            "Amqp1:Clients:ISwitchbord names no client interface with [RpcClient] of this instance.",
        ]);
    }

    [Fact]
    public void The_section_of_clients_is_no_key_of_an_instance() =>
        Should.Throw<ArgumentException>(() => TestHost.CreateBuilder().AddAmqp1Messaging("clients")).Message.ShouldContain("Amqp1:clients is a section");

    [Fact]
    public void Every_setting_has_a_row_in_the_document()
    {
        var rows = File.ReadLines(RepositoryFile.Find("docs/using/configuration.md"))
            .Where(line => line.StartsWith("| `Amqp1:Clients:{interface}:", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1].Split(':')[^1]);

        rows.Order().ShouldBe(typeof(RpcClientOptions).GetProperties().Select(property => property.Name).Order());
        ClientSettings.Values(new RpcClientOptions()).Select(setting => setting.Name).Order().ShouldBe(typeof(RpcClientOptions).GetProperties().Select(property => property.Name).Order());
    }

    public void Dispose() => _limit.Dispose();

    private IHost Build(params (string Key, string? Value)[] settings) =>
        TestHost.Build(messaging => messaging.AddFilter(KeepAsync), [("Amqp1:TransportUrl", Nowhere), .. settings]);

    /// <summary>Keeps the target and sends nothing.</summary>
    private Task KeepAsync(MessagingFilterContext context, MessagingFilterNext next)
    {
        _targets.Enqueue(context.Target);
        return Task.CompletedTask;
    }
}
