using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Amqp1.Generators.Contracts;

/// <summary>A line of the contracts file.</summary>
/// <param name="Line">Where it is.</param>
/// <param name="Text">What it says.</param>
internal sealed record RecordedLine(TextLine Line, string Text)
{
    /// <summary>Null when it cannot be read.</summary>
    public MethodContract? Contract { get; } = MethodContract.Parse(Text);

    public Location In(string path) => Location.Create(path, Line.Span, Line.Text!.Lines.GetLinePositionSpan(Line.Span));
}
