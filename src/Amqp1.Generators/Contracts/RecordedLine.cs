using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Amqp1.Generators.Contracts;

/// <summary>A line of the contracts file.</summary>
/// <param name="Line">Where it is.</param>
/// <param name="Text">What it says.</param>
internal sealed record RecordedLine(TextLine Line, string Text)
{
    /// <summary>Null when it is not the line of a method.</summary>
    public MethodContract? Contract { get; } = MethodContract.Parse(Text);

    /// <summary>Null when it is not the line of a type.</summary>
    public TypeShape? Shape { get; } = TypeShape.Parse(Text);

    public Location In(string path) => Location.Create(path, Line.Span, Line.Text!.Lines.GetLinePositionSpan(Line.Span));
}
