using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Amqp1.Generators.Contracts;

/// <summary>A line of the contracts file.</summary>
/// <param name="Line">The position of the line.</param>
/// <param name="Text">The text of the line.</param>
internal sealed record RecordedLine(TextLine Line, string Text)
{
    /// <summary>The contract; null if this is not the line of a method.</summary>
    public MethodContract? Contract { get; } = MethodContract.Parse(Text);

    /// <summary>The type; null if this is not the line of a type.</summary>
    public TypeShape? Shape { get; } = TypeShape.Parse(Text);

    public Location In(string path) => Location.Create(path, Line.Span, Line.Text!.Lines.GetLinePositionSpan(Line.Span));
}
