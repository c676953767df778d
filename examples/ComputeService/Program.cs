using System.Text.Json;
using ComputeService;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

var builder = WebApplication.CreateSlimBuilder(args);
// ASPNETCORE_URLS takes precedence over the file, as the command line does.
builder.Configuration.AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(args);

builder.Services.AddAmqp1Messaging()
    .AddAmqp1EmbeddedBroker()
    .WithPublisherId($"compute.{Environment.MachineName}")
    .WithJson(ComputeJson.Default);
builder.Services.AddSingleton<InstanceStore>();
builder.Services.AddSingleton<AuditLog>();
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, ComputeJson.Default);
});
builder.Services.AddProblemDetails();

var telemetry = builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore").AddAmqp1Instrumentation())
    .WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting").AddAmqp1Instrumentation());
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
{
    telemetry.UseOtlpExporter();
}

var app = builder.Build();
app.MapInstances();
app.MapGet("/audit", (AuditLog audit) => audit.Entries);
app.MapAsyncApi();
app.MapHealthChecks("/health", new() { ResponseWriter = Amqp1HealthResponse.WriteAsync });
app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = Amqp1HealthResponse.WriteAsync });
app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
if (app.Configuration["Console"] is { Length: > 0 } path)
{
    // A page about the embedded broker for requests of this machine, with --Console /amqp1. See docs/operating/console.md.
    app.MapAmqp1Console(path);
}

app.Run();
