namespace Amqp1;

/// <summary>The names by which tracing and metrics of this driver are subscribed to.</summary>
public static class Amqp1Telemetry
{
    /// <summary>The name of the activity source.</summary>
    public const string ActivitySourceName = "Amqp1";

    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Amqp1";
}
