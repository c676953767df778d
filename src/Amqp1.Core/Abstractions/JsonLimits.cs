namespace Amqp1;

/// <summary>Limits that prevent a malicious body from causing costs out of proportion to its size.</summary>
internal static class JsonLimits
{
    /// <summary>The maximum depth of nesting, for reading and for writing.</summary>
    public const int MaxDepth = 512;
}
