namespace Amqp1.Hosting.Internal;

/// <summary>A provider of configuration that was read from oslo ini files.</summary>
internal interface IOsloIniWarnings
{
    /// <summary>What has no effect or may not be meant.</summary>
    IReadOnlyList<string> Warnings { get; }
}
