namespace Amqp1.Docs.Tests;

/// <summary>A fenced block of a document.</summary>
/// <param name="Document">The document, relative to the repository, with slashes.</param>
/// <param name="Line">The line of its first line of text, from 1.</param>
/// <param name="Language">The word behind the fence; empty when there is none.</param>
/// <param name="Text">What stands between the fences.</param>
public sealed record Snippet(string Document, int Line, string Language, string Text)
{
    /// <summary>Whether it is a program with its own usings, which needs nothing but a web project around it.</summary>
    public bool IsProgram => Language == "csharp" && Text.StartsWith("using ", StringComparison.Ordinal) && Text.Contains(".Run();", StringComparison.Ordinal);

    /// <summary>Where it stands: <c>file:line</c>.</summary>
    public override string ToString() => $"{Document}:{Line}";
}
