namespace Amqp1.Hosting.Internal;

/// <summary>A configuration provider that has read oslo ini files.</summary>
internal interface IOsloIniWarnings
{
    /// <summary>The warnings about settings that have no effect or are probably not intended.</summary>
    IReadOnlyList<string> Warnings { get; }
}
