namespace Amqp1.Wire;

/// <summary>Limits that keep a hostile body from costing more than its size.</summary>
internal static class JsonLimits
{
    /// <summary>Nesting deeper than this is refused on both ways.</summary>
    public const int MaxDepth = 512;
}
