using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Amqp1.Docs.Tests;

/// <summary>A collector that receives traces in OTLP over HTTP and reads the fields of each span that the tests need.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _application;
    private readonly Lock _gate = new();
    private readonly List<ExportedSpan> _spans = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TraceCollector(WebApplication application) => _application = application;

    /// <summary>The environment variables with which a program exports to this collector, soon after a span has ended.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _application.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };

    public static async Task<TraceCollector> StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new TraceCollector(builder.Build());
        collector._application.MapPost("/v1/traces", collector.TakeAsync);
        collector._application.MapPost("/v1/metrics", static () => Results.Ok());
        await collector._application.StartAsync(cancel);
        return collector;
    }

    /// <summary>Waits until the collector has at least that many spans, and returns all of them.</summary>
    public async Task<IReadOnlyList<ExportedSpan>> SpansAsync(int count, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_spans.Count >= count)
                {
                    return [.. _spans];
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(Patience, cancel);
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);

        // ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans
        var spans = Protobuf.Messages(body.ToArray(), 1)
            .SelectMany(resource => Protobuf.Messages(resource, 2))
            .SelectMany(scope => Protobuf.Messages(scope, 2))
            .Select(ReadSpan)
            .ToArray();
        lock (_gate)
        {
            _spans.AddRange(spans);
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static ExportedSpan ReadSpan(ReadOnlyMemory<byte> span) => new(
        Convert.ToHexString(Protobuf.Messages(span, 1).Single().Span),
        (int)Protobuf.Number(span, 6) switch
        {
            2 => ActivityKind.Server,
            3 => ActivityKind.Client,
            4 => ActivityKind.Producer,
            5 => ActivityKind.Consumer,
            _ => ActivityKind.Internal,
        },
        Encoding.UTF8.GetString(Protobuf.Messages(span, 5).Single().Span));
}
