using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>
/// Tests that the logs and measurements of a message belong to its span. Logs carry the trace id, and measurements have exemplars, only
/// while the span is the current one.
/// </summary>
[Collection(nameof(OneListener))]
public sealed class SpanOfLogsTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly Recording _recording = new();
    private readonly SpanLogger _log = new();
    private readonly ConcurrentQueue<(string Name, Activity? Span)> _measured = new();
    private readonly MeterListener _meters;

    public SpanOfLogsTests()
    {
        _meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == Amqp1Telemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => _measured.Enqueue((instrument.Name, Activity.Current)));
        _meters.Start();
    }

    private CancellationToken Limit => _limit.Token;

    [Theory]
    [InlineData("refuse", 1103)]
    [InlineData("no_such", 1104)]
    [InlineData("no_such_ignore_errors", 1108)]
    [InlineData("add", 1104)]
    [InlineData("refuse_as_expected", 1107)]
    [InlineData("wait", 1109)]
    public async Task What_is_logged_of_a_failed_call_carries_the_trace_of_its_server_span(string method, int id)
    {
        using var host = await StartAsync();
        var client = Client(host).Prepare(timeout: method == "wait" ? TimeSpan.FromMilliseconds(100) : null);

        await Should.ThrowAsync<Exception>(() => client.CallAsync(method, cancel: Limit));
        var server = await _recording.SpanAsync(span => span.Kind == ActivityKind.Server, Limit);
        var caller = await _recording.SpanAsync(span => span.Kind == ActivityKind.Client, Limit);
        await host.StopAsync(Limit);

        _log.SpansOf(id).ShouldBe([server]);
        SpansOf("rpc.server.call.duration").ShouldBe([server]);
        SpansOf("rpc.client.call.duration").ShouldBe([caller]);
    }

    [Fact]
    public async Task A_cast_that_fails_is_logged_and_measured_within_its_consumer_span()
    {
        using var host = await StartAsync();

        await Client(host).CastAsync("refuse", cancel: Limit);
        var consumer = await _recording.SpanAsync(span => span.Kind == ActivityKind.Consumer, Limit);
        await host.StopAsync(Limit);

        _log.SpansOf(1103).ShouldBe([consumer]);
        SpansOf("messaging.process.duration").ShouldBe([consumer]);
        SpansOf("messaging.client.operation.duration").ShouldBe([_recording.Spans.Single(span => span.Kind == ActivityKind.Producer)]);
    }

    [Theory]
    [InlineData("fails", 1205)]
    [InlineData("observed-batches", 1207)]
    public async Task A_notification_that_fails_is_logged_and_measured_within_its_consumer_span(string topic, int id)
    {
        using var host = await StartAsync(("Amqp1:Notifications:Topics:0", topic));
        var notifier = host.Services.GetRequiredService<INotifier>();

        await Task.WhenAll(notifier.ErrorAsync("a", 1, cancel: Limit), notifier.ErrorAsync("b", 2, cancel: Limit));
        await _recording.SpanAsync(span => span.Kind == ActivityKind.Consumer, Limit);
        await host.StopAsync(Limit);

        var consumers = _recording.Spans.Where(span => span.Kind == ActivityKind.Consumer).ToArray();
        _log.SpansOf(id).ShouldBe(consumers, ignoreOrder: true);
        SpansOf("messaging.process.duration").ShouldBe(consumers, ignoreOrder: true);
    }

    [Fact]
    public async Task A_notification_that_is_not_delivered_is_logged_within_its_producer_span()
    {
        using var host = await StartAsync(("Amqp1:Notifications:Topics:0", "nobody"), ("Amqp1:Notifications:SendTimeout", "00:00:00.100"));

        await Should.ThrowAsync<MessageDeliveryException>(() => host.Services.GetRequiredService<INotifier>().ErrorAsync("a", 1, cancel: Limit));
        await host.StopAsync(Limit);

        var producer = _recording.Spans.Single(span => span.Kind == ActivityKind.Producer);
        _log.SpansOf(1200).ShouldBe([producer]);
        SpansOf("messaging.client.operation.duration").ShouldBe([producer]);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _recording.Dispose();
        _limit.Dispose();
    }

    private Task<IHost> StartAsync(params (string Key, string? Value)[] settings) => TestHost.StartAsync(
        messaging =>
        {
            messaging.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_log));
            messaging.AddEndpoint<Observed>().AddEndpoint<ObservedFailure>().AddEndpoint<ObservedBatch>();
        },
        settings);

    private static RpcClient Client(IHost host) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("observed"));

    private IEnumerable<Activity?> SpansOf(string metric) => _measured.Where(measured => measured.Name == metric).Select(measured => measured.Span);

    private sealed class SpanLogger : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(int Id, Activity? Span)> _records = new();

        public IEnumerable<Activity?> SpansOf(int id) => _records.Where(record => record.Id == id).Select(record => record.Span);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _records.Enqueue((eventId.Id, Activity.Current));

        public void Dispose()
        {
        }
    }
}
