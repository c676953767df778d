namespace Amqp1;

/// <summary>The names of the activity source and the meter of this driver.</summary>
public static class Amqp1Telemetry
{
    /// <summary>The name of the activity source.</summary>
    public const string ActivitySourceName = Diagnostics.SafeSources.LibraryName;

    /// <summary>The name of the meter.</summary>
    public const string MeterName = Diagnostics.SafeSources.LibraryName;
}
