using Amqp1.Configuration;
using Amqp1.Core.Tests.Wire;
using Amqp1.Payloads;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Payloads;

/// <summary>Tests of the warnings about options that need a payload store.</summary>
public sealed class NoStoreTests
{
    private const int NoStore = 1307;

    private readonly LogRecords _log = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false, "StoreArguments")]
    [InlineData(false, true, "StoreNotifications")]
    [InlineData(true, true, "StoreArguments", "StoreNotifications")]
    public async Task Options_without_a_store_are_named_once(bool arguments, bool notifications, params string[] expected)
    {
        await StartAsync(arguments, notifications, store: null);

        var warnings = _log.All.All<LogRecord>().Where(record => record.Id == NoStore).ToArray();
        warnings.ShouldAllBe(warning => warning.Level == LogLevel.Warning);
        warnings.Select(warning => warning.Text).ShouldBe(expected.Select(option =>
            $"Amqp1:ClaimCheck:{option} has no effect, because no payload store is registered. Large payloads are sent in their messages"));
    }

    [Fact]
    public async Task With_a_store_there_is_nothing_to_say()
    {
        await StartAsync(arguments: true, notifications: true, new MemoryPayloadStore());

        _log.All.All<LogRecord>().ShouldNotContain(record => record.Id == NoStore);
    }

    private async Task StartAsync(bool arguments, bool notifications, IPayloadStore? store)
    {
        var options = new Amqp1Options { ClaimCheck = { StoreArguments = arguments, StoreNotifications = notifications } };
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1", options, _log);
        transport.PayloadStore = store;

        transport.Start();
        transport.Start();
    }
}
