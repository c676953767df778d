namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>A shared RabbitMQ, used with oslo's RabbitMQ driver and the rabbit dialect.</summary>
internal sealed class RabbitIntermediary(RabbitFixture broker, OsloRelease oslo) : Intermediary
{
    public override bool SettlesEndToEnd => false;

    public override bool UsesAmqp1Format => false;

    public override string? Python => oslo.Python;

    public override string UrlOf(string url, string? vhost) => $"{url}/{vhost}";

    public override async Task<string> StartAsync(CancellationToken cancel)
    {
        if (!TestMatrix.Covers(broker.Release, oslo))
        {
            TestMatrix.RequireWhole();
        }

        await oslo.RequireAsync();
        return (await broker.BrokerAsync(cancel)).Url;
    }

    /// <summary>Does nothing, because the broker belongs to the fixture that all its tests share.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
