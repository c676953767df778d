namespace Amqp1;

/// <summary>Is implemented by exceptions that determine the <c>error.type</c> of spans and metrics themselves.</summary>
internal interface IErrorType
{
    /// <summary>The value of <c>error.type</c>.</summary>
    string ErrorType { get; }

    /// <summary>Whether an exception whose inner exception is this one has the same value, because it was created from it.</summary>
    bool AppliesToOuter => false;

    /// <summary>
    /// Returns whether the value is one of a limited set, whatever peers send. Only such a value may be the label of a metric.
    /// </summary>
    /// <param name="thrown">The exception that was thrown: this one, or one that was created from it.</param>
    bool IsOfLimitedSet(Exception thrown) => true;
}
