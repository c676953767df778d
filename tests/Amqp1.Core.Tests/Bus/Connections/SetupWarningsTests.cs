using Amqp1.Configuration;
using Amqp1.Core.Tests.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>Tests of the warnings about permitted but questionable settings when a transport is created.</summary>
public sealed class SetupWarningsTests
{
    private static readonly int[] Nothing = [];

    private readonly LogRecords _log = new();

    [Fact]
    public Task A_plain_url_needs_no_warning() => WarnsAsync("amqp://bus", Nothing);

    [Fact]
    public Task Hosts_with_and_without_credentials_are_named() => WarnsAsync("amqp://nova:hush@bus1,bus2", [1020, 1022]);

    [Fact]
    public Task Credentials_on_clear_tcp_are_named() => WarnsAsync("amqp://nova:hush@bus", [1022]);

    [Fact]
    public Task Credentials_under_tls_are_fine() => WarnsAsync("amqp://nova:hush@bus", Nothing, static security => security.Ssl = true);

    [Fact]
    public Task A_server_that_is_not_verified_is_named() => WarnsAsync("amqp://bus", [1021], static security =>
    {
        security.Ssl = true;
        security.SslInsecure = true;
    });

    [Fact]
    public Task Without_tls_there_is_nothing_to_verify() => WarnsAsync("amqp://bus", Nothing, static security => security.SslInsecure = true);

    [Fact]
    public Task Options_of_the_cyrus_library_have_no_effect() => WarnsAsync("amqp://bus", [1023], static security => security.SaslConfigName = "oslo");

    [Fact]
    public Task A_virtual_host_that_is_to_be_verified_must_be_there() => WarnsAsync("amqp://bus", [1024], static security =>
    {
        security.Ssl = true;
        security.SslVerifyVhost = true;
    });

    [Fact]
    public Task A_virtual_host_that_is_there_can_be_verified() => WarnsAsync("amqp://bus/vhost", Nothing, static security =>
    {
        security.Ssl = true;
        security.SslVerifyVhost = true;
    });

    private async Task WarnsAsync(string url, int[] expected, Action<SecurityOptions>? change = null)
    {
        var options = new Amqp1Options();
        change?.Invoke(options.Security);

        await using var transport = MessagingTransport.Create(url, options, _log);

        var records = _log.All.All<LogRecord>();
        records.Select(record => record.Id).ShouldBe(expected);
        records.ShouldAllBe(record => record.Level == LogLevel.Warning && !record.Text.Contains("hush", StringComparison.Ordinal));
    }
}
