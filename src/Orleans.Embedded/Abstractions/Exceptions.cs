namespace Orleans.Runtime
{
    /// <summary>The base of the runtime's own exceptions.</summary>
    public class OrleansException : Exception
    {
        public OrleansException()
            : base("Unexpected error.") { }

        public OrleansException(string message)
            : base(message) { }

        public OrleansException(string message, Exception innerException)
            : base(message, innerException) { }
    }

    /// <summary>A reminder could not be changed.</summary>
    public sealed class ReminderException(string message) : OrleansException(message);
}

namespace Orleans.Storage
{
    /// <summary>The row is not the one that was read: another activation has written it.</summary>
    public class InconsistentStateException : Runtime.OrleansException
    {
        public InconsistentStateException() { }

        public InconsistentStateException(string message)
            : base(message) { }

        public InconsistentStateException(string message, Exception? innerException)
            : base(message, innerException!) { }

        public InconsistentStateException(
            string errorMsg,
            string? storedEtag,
            string? currentEtag,
            Exception? storageException
        )
            : base(errorMsg, storageException!)
        {
            StoredEtag = storedEtag;
            CurrentEtag = currentEtag;
        }

        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
            : this(errorMsg, storedEtag, currentEtag, null) { }

        public string? StoredEtag { get; }

        public string? CurrentEtag { get; }

        /// <summary>True until the activation whose write it was has seen the exception and ended.</summary>
        internal bool IsSourceActivation { get; set; } = true;
    }
}
