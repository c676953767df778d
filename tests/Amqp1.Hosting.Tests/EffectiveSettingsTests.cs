using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;
using Amqp1.Hosting.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Amqp1.Hosting.Tests;

public sealed class EffectiveSettingsTests
{
    [Fact]
    public void Every_option_is_told() =>
        EffectiveSettings.All.Select(option => $"Amqp1:{option.Path}").Order().ShouldBe(Amqp1ConfigurationKeys.Options.Order());

    [Fact]
    public void No_secret_is_told()
    {
        var options = new Amqp1Options
        {
            TransportUrl = "amqp://u:secret@h",
            Security = { SslKeyPassword = "secret" },
            Notifications = { TransportUrl = "amqp://u:secret@h?ssl_key_password=secret" },
        };

        EffectiveSettings.All.Select(option => option.Get(options)?.ToString() ?? "").ShouldAllBe(text => !text.Contains("secret", StringComparison.Ordinal));
        OsloOptionTable.All.Where(option => option.IsSecret).Select(option => option.Key).Order()
            .ShouldBe(["Amqp1:Notifications:TransportUrl", "Amqp1:Security:SslKeyPassword", "Amqp1:TransportUrl"]);
    }

    [Fact]
    public async Task They_are_told_once_for_each_instance_with_the_query_of_the_url_applied()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        var logs = new FakeLogCollector();
        var builder = TestHost.CreateBuilder(
            ("Amqp1:TransportUrl", "amqp://u:secret@127.0.0.1:1?rpc_server_credit=7"), ("Amqp1:billing:TransportUrl", "amqp://u:secret@127.0.0.1:2"));
        builder.Logging.AddProvider(new FakeLoggerProvider(logs)).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddAmqp1Messaging();
        builder.Services.AddAmqp1Messaging("billing");
        using var host = builder.Build();
        await host.StartAsync(limit.Token);
        await host.StopAsync(limit.Token);

        var all = logs.GetSnapshot();
        var starts = all.Where(record => record.Id.Id == 2000).Select(record => record.Message).ToArray();
        starts.Length.ShouldBe(2);
        starts.ShouldContain(text => text.Contains("section Amqp1:") && text.Contains("amqp://u:***@127.0.0.1:1/") && text.Contains("credit 7 for servers"));
        starts.ShouldContain(text => text.Contains("section Amqp1:billing") && text.Contains("amqp://u:***@127.0.0.1:2/") && text.Contains("credit 100 for servers"));
        all.Count(record => record.Id.Id == 2001).ShouldBe(2);
        all.ShouldAllBe(record => !record.Message.Contains("secret", StringComparison.Ordinal));
    }
}
