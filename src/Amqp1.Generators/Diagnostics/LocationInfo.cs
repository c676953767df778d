using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Amqp1.Generators.Diagnostics;

/// <summary>A place in the source, without the syntax tree that a <see cref="Location"/> keeps alive.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>Null for what has no source.</summary>
    public static LocationInfo? Of(ISymbol symbol) => symbol.Locations.FirstOrDefault(location => location.IsInSource) is { SourceTree: { } tree } location
        ? new LocationInfo(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span)
        : null;

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
